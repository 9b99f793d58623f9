"""What clients that can't run here demand of an answer, as JSON Schema: Tusky, Ice Cubes, Mastodon for Android and Ivory
drop a whole screen when one key is missing or has another type.

Required are the keys that one of them declares without a default; other keys may be there. Ids are decimal digits (Ivory,
Ice Cubes), times have three digits of milliseconds and a Z (Ice Cubes takes another form for now), counts are whole
numbers (Tusky, Ice Cubes).
"""

ID = {"type": "string", "pattern": "^[0-9]{1,19}$"}
TIME = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$"}
DAY = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"}
LINK = {"type": "string", "pattern": "^https?://"}
TEXT, FLAG, WHOLE, ANY = {"type": "string"}, {"type": "boolean"}, {"type": "integer"}, {}


def maybe(schema):
    """The key is there; its value may be null."""
    return {"anyOf": [schema, {"type": "null"}]}


def each(schema):
    return {"type": "array", "items": schema}


def ref(name):
    return {"$ref": f"#/$defs/{name}"}


def entity(required, optional=None):
    """An object with these keys; further ones are nobody's business."""
    return {"type": "object", "required": list(required), "properties": {**required, **(optional or {})}}


ACCOUNT = {
    "id": ID, "username": TEXT, "acct": TEXT, "url": LINK, "uri": LINK, "display_name": TEXT, "note": TEXT,
    "avatar": LINK, "avatar_static": LINK, "header": LINK, "header_static": LINK, "created_at": TIME,
    "emojis": each(ref("CustomEmoji")), "fields": each(ref("Field")), "locked": FLAG, "bot": FLAG, "group": FLAG,
    "followers_count": WHOLE, "following_count": WHOLE, "statuses_count": WHOLE, "last_status_at": maybe(DAY),
}  # fmt: skip
STATUS = {
    "id": ID, "uri": LINK, "created_at": TIME, "account": ref("Account"), "visibility": {"enum": ["public", "unlisted", "private", "direct"]},
    "spoiler_text": TEXT, "sensitive": FLAG, "content": TEXT, "media_attachments": each(ref("MediaAttachment")),
    "mentions": each(ref("Mention")), "tags": each(ref("Tag")), "emojis": each(ref("CustomEmoji")),
    "replies_count": WHOLE, "reblogs_count": WHOLE, "favourites_count": WHOLE, "in_reply_to_id": maybe(ID),
    "in_reply_to_account_id": maybe(ID), "language": maybe(TEXT), "url": maybe(LINK), "edited_at": maybe(TIME),
    "reblog": maybe(ref("Status")), "card": maybe(ref("PreviewCard")), "poll": maybe(ref("Poll")),
}  # fmt: skip
MINE = {
    "favourited": FLAG, "reblogged": FLAG, "muted": FLAG, "bookmarked": FLAG, "pinned": FLAG,
    "filtered": each(ref("FilterResult")), "text": maybe(TEXT), "application": maybe(entity({"name": TEXT})),
    "story": entity({"state": {"enum": ["published", "held", "refused"]}}),
}  # fmt: skip

DEFS = {
    "Account": entity(ACCOUNT),
    "CredentialAccount": entity({
        **ACCOUNT,
        "source": entity({
            "privacy": TEXT, "sensitive": FLAG, "language": maybe(TEXT), "note": TEXT, "fields": each(ref("Field")),
            "follow_requests_count": WHOLE,
        }),
    }),
    "CustomEmoji": entity({"shortcode": TEXT, "url": LINK, "static_url": LINK, "visible_in_picker": FLAG}),
    "Field": entity({"name": TEXT, "value": TEXT, "verified_at": maybe(TIME)}),
    "Status": entity(STATUS, MINE),
    "Mention": entity({"id": ID, "username": TEXT, "url": LINK, "acct": TEXT}),
    "Tag": entity({"name": TEXT, "url": LINK}, {"history": each(entity({"day": TEXT, "uses": TEXT, "accounts": TEXT})), "following": FLAG}),
    "MediaAttachment": entity(
        {"id": ID, "type": {"enum": ["image", "gifv", "video", "audio", "unknown"]}, "url": maybe(LINK), "preview_url": maybe(LINK), "description": maybe(TEXT), "blurhash": maybe(TEXT)},
        {"remote_url": maybe(LINK), "meta": maybe({"type": "object"})},
    ),
    "PreviewCard": entity({
        "url": LINK, "title": TEXT, "description": TEXT, "type": {"enum": ["link", "photo", "video", "rich"]}, "author_name": TEXT, "author_url": TEXT, "provider_name": TEXT, "provider_url": TEXT,
        "html": TEXT, "width": WHOLE, "height": WHOLE, "image": maybe(LINK), "embed_url": TEXT, "blurhash": maybe(TEXT),
    }),
    "Poll": entity(
        {
            "id": ID, "expires_at": maybe(TIME), "expired": FLAG, "multiple": FLAG, "votes_count": WHOLE, "voters_count": maybe(WHOLE),
            "options": each(entity({"title": TEXT, "votes_count": maybe(WHOLE)})), "emojis": each(ref("CustomEmoji")),
        },
        {"voted": FLAG, "own_votes": each(WHOLE)},
    ),
    "FilterResult": entity({"filter": ref("Filter"), "keyword_matches": maybe(each(TEXT)), "status_matches": maybe(each(ID))}),
    "Filter": entity({"id": ID, "title": TEXT, "context": each(TEXT), "expires_at": maybe(TIME), "filter_action": {"enum": ["warn", "hide", "blur"]}}, {"keywords": each(ref("FilterKeyword")), "statuses": each(ref("FilterStatus"))}),
    "FilterKeyword": entity({"id": ID, "keyword": TEXT, "whole_word": FLAG}),
    "FilterStatus": entity({"id": ID, "status_id": ID}),
    "V1Filter": entity({"id": ID, "phrase": TEXT, "context": each(TEXT), "whole_word": FLAG, "expires_at": maybe(TIME), "irreversible": FLAG}),
    "Context": entity({"ancestors": each(ref("Status")), "descendants": each(ref("Status"))}),
    "StatusSource": entity({"id": ID, "text": TEXT, "spoiler_text": TEXT}),
    "StatusEdit": entity({"content": TEXT, "spoiler_text": TEXT, "sensitive": FLAG, "created_at": TIME, "account": ref("Account"), "media_attachments": each(ref("MediaAttachment")), "emojis": each(ref("CustomEmoji"))}),
    "ScheduledStatus": entity({"id": ID, "scheduled_at": TIME, "params": entity({"text": TEXT}), "media_attachments": each(ref("MediaAttachment"))}),
    "Relationship": entity({
        "id": ID, "following": FLAG, "showing_reblogs": FLAG, "notifying": FLAG, "followed_by": FLAG, "blocking": FLAG, "blocked_by": FLAG, "muting": FLAG, "muting_notifications": FLAG,
        "requested": FLAG, "requested_by": FLAG, "domain_blocking": FLAG, "endorsed": FLAG, "note": TEXT, "languages": maybe(each(TEXT)),
    }),
    "Notification": entity({"id": ID, "type": TEXT, "created_at": TIME, "account": ref("Account")}, {"status": maybe(ref("Status")), "group_key": TEXT}),
    "NotificationGroup": entity(
        {"group_key": TEXT, "notifications_count": WHOLE, "type": TEXT, "most_recent_notification_id": {"anyOf": [WHOLE, ID]}, "sample_account_ids": each(ID)},
        {"page_min_id": ID, "page_max_id": ID, "latest_page_notification_at": TIME, "status_id": maybe(ID)},
    ),
    "GroupedNotificationsResults": entity({"accounts": each(ref("Account")), "statuses": each(ref("Status")), "notification_groups": each(ref("NotificationGroup"))}),
    "Conversation": entity({"id": ID, "unread": FLAG, "accounts": each(ref("Account")), "last_status": maybe(ref("Status"))}),
    "List": entity({"id": ID, "title": TEXT, "replies_policy": {"enum": ["followed", "list", "none"]}, "exclusive": FLAG}),
    "Marker": {"type": "object", "additionalProperties": entity({"last_read_id": ID, "version": WHOLE, "updated_at": TIME})},
    "Search": entity({"accounts": each(ref("Account")), "statuses": each(ref("Status")), "hashtags": each(ref("Tag"))}),
    "Translation": entity({"content": TEXT, "detected_source_language": TEXT, "provider": TEXT, "spoiler_text": TEXT, "media_attachments": each(ANY)}),
    "WebPushSubscription": entity({"id": ANY, "endpoint": LINK, "server_key": TEXT, "alerts": {"type": "object"}}),
    "Report": entity({"id": ID, "action_taken": FLAG, "category": TEXT, "comment": TEXT, "forwarded": FLAG, "created_at": TIME, "target_account": ref("Account")}),
    "FeaturedTag": entity({"id": ID, "name": TEXT, "url": LINK, "statuses_count": ANY, "last_status_at": maybe(DAY)}),
    "Announcement": entity({"id": ID, "content": TEXT, "published": FLAG, "published_at": TIME, "updated_at": TIME, "all_day": FLAG, "mentions": each(ANY), "tags": each(ANY), "emojis": each(ANY), "reactions": each(ANY)}),
    "Preferences": entity({"posting:default:visibility": TEXT, "posting:default:sensitive": FLAG, "posting:default:language": maybe(TEXT), "reading:expand:media": TEXT, "reading:expand:spoilers": FLAG}),
    "Rule": entity({"id": TEXT, "text": TEXT}),
    "Application": entity({"id": ANY, "name": TEXT, "client_id": TEXT, "client_secret": TEXT, "redirect_uri": TEXT, "redirect_uris": each(TEXT), "scopes": each(TEXT)}),
    "Token": entity({"access_token": TEXT, "token_type": {"const": "Bearer"}, "scope": TEXT, "created_at": WHOLE}),
    "Instance": entity({
        "domain": TEXT, "title": TEXT, "version": {"type": "string", "pattern": r"^\d+\.\d+\.\d+"}, "source_url": LINK, "description": TEXT, "languages": each(TEXT),
        "usage": entity({"users": entity({"active_month": WHOLE})}), "thumbnail": entity({"url": LINK}),
        "registrations": entity({"enabled": FLAG, "approval_required": FLAG, "message": maybe(TEXT)}),
        "contact": entity({"email": TEXT, "account": maybe(ref("Account"))}), "rules": each(ref("Rule")),
        "configuration": entity({
            "urls": {"type": "object"}, "accounts": entity({"max_featured_tags": WHOLE}),
            "statuses": entity({"max_characters": WHOLE, "max_media_attachments": WHOLE, "characters_reserved_per_url": WHOLE}),
            "media_attachments": entity({"supported_mime_types": each(TEXT), "image_size_limit": WHOLE, "image_matrix_limit": WHOLE, "video_size_limit": WHOLE, "video_frame_rate_limit": WHOLE, "video_matrix_limit": WHOLE}),
            "polls": entity({"max_options": WHOLE, "max_characters_per_option": WHOLE, "min_expiration": WHOLE, "max_expiration": WHOLE}),
            "translation": entity({"enabled": FLAG}),
        }),
    }),
    "V1Instance": entity({"uri": TEXT, "title": TEXT, "description": TEXT, "short_description": TEXT, "email": TEXT, "version": TEXT, "urls": {"type": "object"}, "stats": entity({"user_count": WHOLE, "status_count": WHOLE, "domain_count": WHOLE}), "languages": each(TEXT), "registrations": FLAG, "approval_required": FLAG, "rules": each(ref("Rule"))}),
    "AdminAccount": entity({
        "id": ID, "username": TEXT, "domain": maybe(TEXT), "created_at": TIME, "email": TEXT, "ip": maybe(TEXT), "ips": each(ANY), "locale": maybe(TEXT), "invite_request": maybe(TEXT),
        "role": maybe(entity({"id": ANY, "name": TEXT, "color": TEXT, "permissions": ANY, "highlighted": FLAG})),
        "confirmed": FLAG, "approved": FLAG, "disabled": FLAG, "silenced": FLAG, "sensitized": FLAG, "suspended": FLAG, "account": ref("Account"),
    }),
    "AdminReport": entity({
        "id": ID, "action_taken": FLAG, "action_taken_at": maybe(TIME), "category": TEXT, "comment": TEXT, "forwarded": maybe(FLAG), "created_at": TIME, "updated_at": TIME, "account": ref("AdminAccount"),
        "target_account": ref("AdminAccount"), "assigned_account": maybe(ref("AdminAccount")), "action_taken_by_account": maybe(ref("AdminAccount")), "statuses": each(ref("Status")), "rules": each(ref("Rule")),
    }),
    "AdminDomainBlock": entity({
        "id": ID, "domain": TEXT, "digest": TEXT, "created_at": TIME, "severity": {"enum": ["silence", "suspend", "noop"]}, "reject_media": FLAG, "reject_reports": FLAG,
        "private_comment": maybe(TEXT), "public_comment": maybe(TEXT), "obfuscate": FLAG,
    }),
    "AdminDomainAllow": entity({"id": ID, "domain": TEXT, "created_at": TIME}),
    "Failure": entity({"error": TEXT}),
    "Nothing": {"type": "object", "maxProperties": 0},
    "Anything": ANY,
}  # fmt: skip
