# About, rules, privacy.
about-title = About { $name }
about-what = What this place is
about-what-1 = People tell here what a prescribed medication did to them. Each story is told by the person it happened to, or by somebody who cares for them, under a name that says nothing about who they are.
about-what-2 = A story may have facts beside it: the medication, the symptoms, how long it was taken. They are what the person stated; nobody here has examined anybody.
about-count = { $count ->
    [one] At present one story can be read here.
   *[other] At present { $count } stories can be read here.
}
about-fediverse = How it is connected
about-fediverse-1 = This site is part of the fediverse: many independent servers that exchange what their members write. Stories that their authors allow to travel reach people who follow this community from other servers.
about-fediverse-2 = You can follow all stories, or one person, from Mastodon and other apps, and reply from there.
about-peers = Besides its own stories, this site shows those of these communities:
about-who = Who runs it
about-operator = This site is run by { $operator }.
about-operator-unsaid = The people who run this site have not given a name.
about-contact = You can reach them here:
about-software = It runs on Anamnesis { $version }, free software that anybody may read, change and use.
about-source-ask = Ask the people who run this site for its source code.

rules-title = Rules
rules-lead = They are few, and they protect the people who tell.
rules-own = Tell what happened to you.
rules-own-why = Or to somebody you care for, with their consent; their age and country are shown only if you say so, and a child’s name never. Say what you know, and say when you are not sure.
rules-hidden = Show nobody’s face.
rules-hidden-why = No real names, no doctors’ or clinics’ names, no addresses, no pictures of people. Do not try to find out who somebody is.
rules-kind = Believe, or be silent.
rules-kind-why = Do not tell anybody that it is all in their head, do not mock, do not argue with somebody’s pain. Harassment ends your stay here.
rules-method = Never describe how.
rules-method-why = You may speak of wanting to die. Do not describe methods, do not encourage it, do not make plans together. If you are in danger now, please call a helpline.
rules-advice = No instructions about medication.
rules-advice-why = Tell what you did and how it went. Do not tell others to start, stop or change a medication.
rules-trade = Sell nothing.
rules-trade-why = No medications, no cures, no services, no collecting of cases.
rules-age = You are 16 or older.
rules-age-why = If you are younger, read as much as you like, and talk to somebody you trust.
rules-transparency = How often we decide what, in numbers
rules-after = When something goes against a rule, a person decides: usually they ask for a change first. You are told the reason, and you can ask for another look.

privacy-title = Privacy
privacy-lead = What we know about you is as little as we could manage. This page says what it is, and who else gets what.
privacy-readers = When you read
privacy-readers-1 = We set no cookies, load nothing from other companies, count no visitors, and store no IP addresses. Your choice of language is part of the page’s address.
privacy-readers-2 = To slow down misuse, a scrambled form of your address is kept in the server’s memory for a short time. It is never written to disk, and nobody can turn it back.
privacy-members = When you join
privacy-members-1 = We keep the name you chose, a scrambled form of your passphrase and of your recovery words, what you agreed to and in which month, and the week in which you were last here. We ask for no e-mail address.
privacy-members-2 = While you are signed in, one cookie keeps you signed in. It serves for nothing else, and it ends when you sign out.
privacy-members-3 = If you turn on push messages in an app, they go through a service of the company that made your browser or telephone. What they say is sealed for your device. But that company sees that something came from this site, when, and for which device. You can end this in your settings at any time.
privacy-stories = When you tell a story
privacy-stories-0 = While you type a story, it is kept for a day or two, sealed so that only your browser can open it. For that, one cookie is set when you go on to the second step. It ends when you have told the story, or close the browser.
privacy-stories-1 = What you say about your health is published only with your explicit consent, for each purpose by itself. We show the month, not the day, and remove what a device adds to a text.
privacy-stories-2 = Before a story is published we show you what in it might reveal who you are. The check happens on this server; the text is sent nowhere for it.
privacy-pictures = When you send a picture
privacy-pictures-1 = We make it anew from what is to be seen in it, so that the place, the time and the device that it was taken with are gone, and keep nothing of the file you sent. What is to be seen stays: please look for faces, tattoos, names, and what stands in the background.
privacy-pictures-2 = Its address cannot be guessed, but whoever has it can see the picture, also where your post is for your followers only. Pictures that people attach on other servers are shown as links, so that those servers do not see you unless you open one.
privacy-copies = Copies elsewhere
privacy-copies-1 = If you agree that a story travels, copies of it go to servers in other countries, which have other laws. We send no more than what the story’s page shows.
privacy-copies-2 = When you change a story or take it back, we tell every server that we know to have a copy. Most follow. Copies made by people or machines that we do not know of are out of our reach.
privacy-copies-3 = If this community uses a translation service, the text of a public post goes there when a member asks for a translation. Researchers get coded facts, and no words, of stories whose authors agreed to that; who got them, and why, stands on the page about how we decide.
privacy-copies-4 = When somebody complains or reports something, those who moderate read it. It is erased a month after the decision on a complaint, a year after that on a report. When you leave, what is yours is erased here, and other servers are asked to do the same.
privacy-rights = What you can do
privacy-rights-1 = You can read, change, take back and delete everything of yours at any time, in your settings or by writing to the people who run this site. Consent that you withdraw counts from that moment on.
texts-version = Version { $version }.
texts-dated = In force since { $day }.
