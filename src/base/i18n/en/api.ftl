# What client applications show when something did not work, and how the server describes itself to them.
# The sentences that programs look for are not here: they are fixed by the client API.
api-forbidden = This is not allowed.
api-member-pending = A moderator has not let you in yet. Until then you can read, and that is all.
api-member-frozen = Signing in is stopped for your account. Please ask the moderators.
api-member-suspended = Your account is suspended. Please ask the moderators.
api-conflict = This is already there.
api-host-known = It is decided already how far { $name } is limited.
api-remote = The other server does not answer. Please try again later.
api-internal = Something went wrong on our side. If you tell the operator, please give this number: { $id }
api-too-large = This is too large for us to take.
api-stream-tag = Please say which hashtag you want to follow.
api-busy = Too many requests. Please wait a little.
api-description = A place where people tell what a medication did to them, in their own words, and read what others lived through.
api-written-so = { $community } (the author’s own words)
api-translated-by-author = { $community } (translated by the author)
api-translated-by-member = { $community } (translated by a member of the community)
api-translated-by-engine = { $engine } (a machine)
api-translated-by-machine = a machine

# Titles of push messages, as a device shows them.
push-mention = { $name } mentioned you
push-reblog = { $name } passed on what you wrote
push-favourite = { $name } marked what you wrote as a favourite
push-follow = { $name } follows you now
push-follow-request = { $name } asks to follow you
push-status = { $name } wrote something
push-poll = A poll of { $name } has ended
push-update = { $name } changed something that you passed on
