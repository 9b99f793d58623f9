"""Which entity each route answers with; a client's request to a route that is not here fails the run."""

import re

ROUTES = """
GET /api/v1/instance V1Instance
GET /api/v2/instance Instance
GET /api/v1/instance/(rules) [Rule]
GET /api/v1/instance/(extended_description|peers|activity|domain_blocks|translation_languages) Anything
POST /api/v1/apps Application
GET /api/v1/apps/verify_credentials Anything
POST /oauth/token Token
POST /oauth/revoke Nothing
GET /api/v1/custom_emojis [CustomEmoji]
GET /api/v1/announcements [Announcement]
GET /api/v1/trends(/tags)? [Tag]
GET /api/v1/trends/statuses [Status]
GET /api/v1/trends/links [Anything]
GET /api/v1/accounts/verify_credentials CredentialAccount
PATCH /api/v1/accounts/update_credentials CredentialAccount
GET /api/v1/accounts/(lookup|ID) Account
GET /api/v1/accounts(/search|/ID/followers|/ID/following)? [Account]
GET /api/v1/accounts/relationships [Relationship]
GET /api/v1/accounts/familiar_followers [Anything]
GET /api/v1/accounts/ID/statuses [Status]
GET /api/v1/accounts/ID/lists [List]
GET /api/v1/accounts/ID/featured_tags [FeaturedTag]
POST /api/v1/accounts/ID/(follow|unfollow|block|unblock|mute|unmute|note|pin|unpin|remove_from_followers) Relationship
GET /api/v1/(blocks|mutes|follow_requests|endorsements) [Account]
GET /api/v1/domain_blocks [Anything]
(POST|DELETE) /api/v1/domain_blocks Nothing
POST /api/v1/follow_requests/ID/(authorize|reject) Relationship
POST /api/v1/reports Report
GET /api/v1/preferences Preferences
GET /api/v[12]/suggestions [Anything]
GET /api/v1/featured_tags [FeaturedTag]
POST /api/v1/statuses Status|ScheduledStatus
GET /api/v1/statuses [Status]
(GET|PUT|DELETE) /api/v1/statuses/ID Status
GET /api/v1/statuses/ID/context Context
GET /api/v1/statuses/ID/source StatusSource
GET /api/v1/statuses/ID/history [StatusEdit]
GET /api/v1/statuses/ID/(favourited_by|reblogged_by) [Account]
POST /api/v1/statuses/ID/translate Translation
POST /api/v1/statuses/ID/[a-z]+ Status
GET /api/v1/(favourites|bookmarks) [Status]
POST /api/v[12]/media MediaAttachment
(GET|PUT) /api/v1/media/ID MediaAttachment
GET /api/v1/polls/ID Poll
POST /api/v1/polls/ID/votes Poll
GET /api/v1/scheduled_statuses [ScheduledStatus]
(GET|PUT) /api/v1/scheduled_statuses/ID ScheduledStatus
DELETE /api/v1/scheduled_statuses/ID Nothing
GET /api/v1/timelines/.+ [Status]
GET /api/v1/lists [List]
POST /api/v1/lists List
(GET|PUT) /api/v1/lists/ID List
DELETE /api/v1/lists/ID Nothing
GET /api/v1/lists/ID/accounts [Account]
(POST|DELETE) /api/v1/lists/ID/accounts Nothing
GET /api/v1/followed_tags [Tag]
GET /api/v1/tags/[^/]+ Tag
POST /api/v1/tags/[^/]+/[a-z]+ Tag
GET /api/v2/filters [Filter]
(POST|GET|PUT) /api/v2/filters(/ID)? Filter
DELETE /api/v2/filters/.+ Nothing
GET /api/v2/filters/ID/keywords [FilterKeyword]
(POST|GET|PUT) /api/v2/filters/(ID/keywords|keywords/ID) FilterKeyword
GET /api/v2/filters/ID/statuses [FilterStatus]
(POST|GET) /api/v2/filters/(ID/statuses|statuses/ID) FilterStatus
GET /api/v1/filters [V1Filter]
(POST|GET|PUT) /api/v1/filters(/ID)? V1Filter
DELETE /api/v1/filters/ID Nothing
GET /api/v1/conversations [Conversation]
POST /api/v1/conversations/ID/read Conversation
DELETE /api/v1/conversations/ID Nothing
(GET|POST) /api/v1/markers Marker
GET /api/v1/notifications [Notification]
GET /api/v[12]/notifications/unread_count Anything
GET /api/v[12]/notifications/(policy|requests.*) Anything
GET /api/v1/notifications/ID Notification
POST /api/v1/notifications/(clear|ID/dismiss) Nothing
GET /api/v2/notifications(/[^/]+)? GroupedNotificationsResults
GET /api/v2/notifications/[^/]+/accounts [Account]
POST /api/v2/notifications/[^/]+/dismiss Nothing
(GET|POST|PUT) /api/v1/push/subscription WebPushSubscription
DELETE /api/v1/push/subscription Nothing
GET /api/v[12]/search Search
GET /api/v[12]/admin/accounts [AdminAccount]
GET /api/v1/admin/accounts/ID AdminAccount
POST /api/v1/admin/accounts/ID/action Nothing
POST /api/v1/admin/accounts/ID/[a-z]+ AdminAccount
GET /api/v1/admin/reports [AdminReport]
(GET|PUT) /api/v1/admin/reports/ID AdminReport
POST /api/v1/admin/reports/ID/[a-z_]+ AdminReport
GET /api/v1/admin/domain_blocks [AdminDomainBlock]
(POST|GET|PUT) /api/v1/admin/domain_blocks(/ID)? AdminDomainBlock
GET /api/v1/admin/domain_allows [AdminDomainAllow]
(POST|GET) /api/v1/admin/domain_allows(/ID)? AdminDomainAllow
DELETE /api/v1/admin/domain_(blocks|allows)/ID Nothing
GET /api/v1/admin/(email_domain_blocks|canonical_email_blocks|ip_blocks|trends/[a-z]+) [Anything]
POST /api/v1/admin/(measures|dimensions|retention) [Anything]
GET /\\.well-known/.+ Anything
GET /nodeinfo/.+ Anything
"""

TABLE = []
for line in ROUTES.strip().splitlines():
    method, path, answer = line.rsplit(" ", 2)
    TABLE.append((re.compile(method), re.compile(path.replace("ID", r"\d+")), answer))


def answer_of(method, path):
    """`Status`, `[Status]`, several with `|`, or nothing where no route fits."""
    for methods, paths, answer in TABLE:
        if methods.fullmatch(method) and paths.fullmatch(path.rstrip("/")):
            return answer
    return None
