# Joining, signing in, settings, and letting apps in.
sign-up-title = Join
sign-up-lead = You need no e-mail address, no telephone number and no real name. We do not ask who you are.
sign-up-closed = This community takes in nobody new at present. You can read everything without an account.
sign-up-have-one = You are here already?
sign-up-name-title = Your name here
sign-up-name-how = We made up a name that says nothing about you. Keep it, take another one, or think of your own. Do not use a name by which people know you elsewhere.
sign-up-handle = Name
sign-up-handle-hint = Small letters, digits and _ only. Your full address will end in @{ $host }.
sign-up-another = Another one
sign-up-name = Name to show
sign-up-name-hint = May be in any script. Leave it empty to show the name above.
sign-up-passphrase-title = Your passphrase
sign-up-passphrase-how = Take four or five words that have nothing to do with each other and with you. Nobody can send you a new passphrase by e-mail, so after this page we show you recovery words to write down.
sign-up-passphrase = Passphrase
sign-up-passphrase-again = The same passphrase again
sign-up-reason-title = A few words to us
sign-up-reason = Why would you like to join?
sign-up-reason-hint = One or two sentences are enough. A person reads them; they are deleted after the decision.
sign-up-invitation-title = Your invitation
sign-up-invitation = Invitation code
sign-up-invitation-hint = Somebody from this community gave it to you.
sign-up-question-title = A small question
sign-up-question-hint = It keeps machines out.
sign-up-agree-title = What we ask of you
sign-up-old-enough = I am 16 or older.
sign-up-knows-public = I understand that what I tell publicly is copied to other servers in other countries, and that this community cannot control those copies.
sign-up-agrees = I have read the rules and the privacy page, and I agree to them.
sign-up-read-rules = Read the rules
sign-up-read-privacy = Read the privacy page
sign-up-do = Join

recovery-title = Your recovery words
recovery-lead = Write these words on paper, in this order. You see them only this once.
recovery-write = Keep the paper where nobody else finds it.
recovery-only-way = They are the only way back if you forget your passphrase. We cannot send you a new one.
recovery-never-ask = Nobody from this site will ever ask you for them.
recovery-done = I have written them down

waiting-title = Thank you
waiting-lead = Your name @{ $handle } is kept for you. A person will read your words before you can tell your first story.
waiting-how = We cannot send you a message, because we know no address of yours. Please come back in a day or two and sign in. You can read everything until then.

sign-in-title = Sign in
sign-in-handle = Your name here
sign-in-passphrase = Passphrase
sign-in-forgot = I have forgotten my passphrase
sign-in-join = I am new here

agree-title = Rules and privacy: a new version
agree-lead = The rules or the privacy page of this community are in a version that you have not agreed to yet. Please read them.
agree-do = Go on
agree-later = Not now
agree-not = If you do not want to agree, nothing changes today. You can also take everything back and leave:

recover-title = Come back in
recover-lead = With the recovery words that you wrote down when you joined, you can choose a new passphrase.
recover-words = Recovery words
recover-words-hint = In their order, with a space between them.
recover-do = Choose the new passphrase

settings-saved-profile = Your page is changed.
settings-saved-passphrase = Your passphrase is changed. You are signed out everywhere else.
settings-saved-app = The app can no longer act for you.
settings-saved-push = Nothing is sent to this device any more.
settings-saved-called-off = It is called off, and its text is deleted.
settings-planned = Still to come
settings-planned-by = Appears on { $day } at the latest
settings-call-off = Call it off
settings-taken-back = What you took back
settings-taken-back-how = What other servers answered stands here for 30 days. Nothing else is left of these stories.
settings-taken-back-on = Taken back on { $day }
settings-stories = Your stories
settings-no-stories = You have told no story yet. There is no hurry.
settings-profile = Your page
settings-profile-how = Everybody can see this. Please leave out everything that could show who you are.
settings-about = About you
settings-about-hint = A sentence or two, or nothing.
settings-language = The language of these pages
settings-release = When your stories appear
settings-release-hint = Holds for what you write with an app, and is filled in on the form for stories. Who sees the minute of each of your stories could learn when you are awake.
settings-visibility = Who can read what you write, unless you choose otherwise
settings-visibility-hint = Holds for what you write with an app. The form for stories asks each time.
settings-visibility-public = Everybody
settings-visibility-unlisted = Everybody who comes across it; it stands in no list
settings-visibility-private = Only people who follow you
settings-federates-hint = Without this, nothing you write leaves this site. Copies that exist already are not called back.
settings-guide = The guide may write to me
settings-guide-hint = It asks once about what your first story leaves out, and tells you when a moderator has decided about a story. Nobody else sees its messages.
settings-app-command-line = The operator’s command line
settings-save = Save
settings-passphrase = Change the passphrase
settings-current-passphrase = Your passphrase now
settings-new-passphrase = New passphrase
settings-change-passphrase = Change the passphrase
settings-recovery = New recovery words
settings-recovery-how = If you have lost the paper, or somebody has seen it, take new words. The old ones stop working at once.
settings-recovery-new = Show new recovery words
settings-agreed = What you agreed to
settings-agreed-rules = The rules, version { $version }
settings-agreed-privacy = The privacy page, version { $version }
settings-agreed-month = In { $month }
settings-agree = Read and agree
settings-apps = Apps that act for you
settings-app-since = since { $month }
settings-app-out = Sign this app out
settings-push = Messages to your devices
settings-push-how = These apps asked to be told when something happens here. Each message goes through a service of the company that made the browser or the telephone. It is sealed, so the company cannot read it. But the company sees that something came from this site, when, and for which device.
settings-push-through = through { $host }
settings-push-end = Send nothing to this device
settings-leave = Leave for good
settings-leave-how = You can delete your account at any time. Your stories are then taken back, here and, as far as they listen, on other servers.
settings-leave-link = Delete my account
settings-back = ← Back to the settings

leave-title = Delete your account?
leave-stories = { $count ->
    [one] Your story is taken back. Other servers that have a copy are asked to delete it.
   *[other] Your { $count } stories are taken back. Other servers that have copies are asked to delete them.
}
leave-profile = Your page, your replies and everything else under your name are deleted.
leave-handle = Nobody can take your name again, so that nobody can speak as you.
leave-sure = Yes, delete everything.
leave-yes = Delete my account
leave-no = No, stay

left-title = You have left
left-lead = Your account and your stories are deleted here, and other servers are being asked to delete their copies. We wish you well.
left-here = Your account and your stories are deleted here.
left-nobody = No other server that we know of had anything of yours.
left-all = { $asked ->
    [one] The one server that had something of yours took the request to delete it.
   *[other] All { $asked } servers took the request to delete what they have of yours.
}
left-some = { $took } of { $asked } servers took the request to delete what they have of yours.
left-words = These twelve words lead to how far the other servers are. They open nothing else, and you see them only this once.
left-words-link = Where the words are asked for
left-until = We ask for 30 days at most. Then, or as soon as every server took the request, we delete what we need to ask: your account’s address for other servers, its keys and the requests themselves.
left-over = It is over. Nothing of your account is left here.
left-ended-all = Every server that we asked took the request to delete what it had of yours.
left-ended-some = Some servers had not taken the request when we asked for the last time.

authorise-title = May { $app } act for you?
authorise-lead = The app would be able to:
authorise-read = read what you can read here
authorise-write = tell, change and take back stories and replies in your name
authorise-follow = follow, mute and block for you
authorise-push = send notices to your device
authorise-profile = see your name and your page
authorise-desk = read what moderators read: applications, reports, and what was decided about accounts and servers
authorise-moderate = decide as a moderator in your name
authorise-end = You can end this at any time in your settings.
authorise-allow = Yes, let it in
authorise-deny = No

code-title = Your code
code-lead = Copy this code into { $app }.
code-after = It works once, and only for a few minutes. Then you can close this page.
settings-saved-reply = It is decided.
replies-title = { $count ->
    [one] One reply waits for you
   *[other] { $count } replies wait for you
}
replies-how = Somebody whom you do not follow has answered. Nobody else sees it until you let it through. You need not read it: what you turn away is gone, and whoever wrote it is told nothing.
settings-saved-stranger = It is decided.
settings-messages = Messages from people you neither follow nor have written to
settings-messages-wait = Wait here until I let them in
settings-messages-come = Reach me at once
settings-messages-drop = Never reach me
settings-messages-hint = Moderators of this community always reach you.
strangers-title = Messages from people you do not know
strangers-how = Your apps do not show them until you let in who wrote them. You need not read them. Whoever wrote them is told nothing, whatever you choose.
strangers-count = { $count ->
    [one] One message or notice
   *[other] { $count } messages and notices
}
strangers-read = Read the last message
strangers-let-in = Let them in
strangers-drop = Turn these away
strangers-block = Block them

# Several handles of one person. People read "name" for handle.
settings-handles-link = See or change names
handles-title = Your names here
handles-lead = You can be here under several names, with one passphrase. Nobody else is shown that they belong to you: no reader, no moderator, no other server.
handles-made = @{ $handle } is made.
handles-now = In use now
handles-first = For signing in
handles-waits = Waits for a moderator
handles-suspended = Suspended
handles-switch = Go on as this one
handles-leave = Delete the name in use, or all
handles-apart = What keeps them apart, and what does not
handles-apart-sign-in = You sign in with the first name only. Then you choose here, and whenever an app asks, as which one you go on.
handles-apart-nothing = Nothing passes from one name to another. Whom you block, mute or follow, and what you set, holds for one name only: do it again under each where you need it.
handles-apart-style = Who reads both may know you by your way of writing, by what you tell, or because both write at the same hour.
handles-apart-device = An app that sends you messages for two names on one device, or a picture that you use under both, connects them for who runs this server or those services.
handles-apart-lost = Your recovery words bring all of them back. Who loses the passphrase and the words loses all names.
handles-new = One more name
handles-new-how = It begins like anybody who is new here, and everything holds for it that holds for newcomers.
handles-reason = Why would you like to join under this name?
handles-reason-hint = A moderator reads this without knowing your other names. If they are to stay apart, do not mention them, and say it in other words than the first time.
handles-agrees = What I agreed to, the rules and the privacy page, holds for this name too. I am 16 or older.
handles-make = Make this name
authorise-handle = As which of your names?
authorise-handle-hint = The app learns of this one only.
leave-which = What is to be deleted?
leave-which-hint = Names that are deleted in the same hour may look as if they belong together. If that matters to you, delete them one by one, on different days.
leave-this = Only @{ $handle } and what I told under it
leave-all = All my names, and everything that I told under any of them
left-heir-title = Your other names are still here
left-heir = From now on you sign in as @{ $handle }, with the same passphrase. These are your new recovery words. Write them on paper, in this order. You see them only this once.
settings-suspended = Your account is suspended: nobody sees it or what you told. You can take everything along with you, and take back what is yours.
settings-suspended-complain = If you think that is wrong, tell us here.
