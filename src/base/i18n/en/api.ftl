# What client applications show when something did not work, and how the server describes itself to them.
# The sentences that programs look for are not here: they are fixed by the client API.
api-forbidden = This is not allowed.
api-member-pending = A moderator has not let you in yet. Until then you can read, and that is all.
api-member-suspended = Your account is suspended. Please ask the moderators.
api-conflict = This is already there.
api-remote = The other server does not answer. Please try again later.
api-internal = Something went wrong on our side. If you tell the operator, please give this number: { $id }
api-too-large = This is too large for us to take.
api-busy = Too many requests. Please wait a little.
api-no-pictures = Pictures, sound and video cannot be sent here yet. Words can.
api-no-polls = Polls cannot be asked here yet.
api-no-schedule = Posts cannot be scheduled here yet.
api-description = A place where people tell what a medication did to them, in their own words, and read what others lived through.
