# What is wrong with one field. Each sentence says what to do. Keys are those of `Problem::new`.
# Anybody who adds a problem adds its sentence here and in ja/problems.ftl.
problem-required = Please fill this in.
problem-too-long = Please make this shorter: at most { $most } characters.
problem-too-many = Please leave some of these out: at most { $most } are possible.
problem-choose-from-list = Please choose one of the answers in the list.
problem-story-empty = Please write your story, or at least a translation of it. Everything else is optional.
problem-story-too-long = This story is longer than we can take. Please keep all language versions together under { $most } characters.
problem-language-unknown = Please choose the language of this text from the list.
problem-handle-taken = This name is already used here. Please choose another one.
problem-handle-characters = Please use only the letters a to z, digits and the underscore, between { $least } and { $most } characters.
problem-handle-reserved = This name is kept for the site itself. Please choose another one.
problem-handle-like-mail = This looks like an e-mail address. Please choose a name that says nothing about you.
problem-handle-like-name = This looks like a person’s real name. Please choose a name that says nothing about you.
problem-handle-look-alike = This looks too much like another member’s name. Please choose another one.
problem-passphrase-short = Please use at least { $least } characters. Four or five words that do not belong together are easy to remember.
problem-passphrase-long = Please use at most { $most } characters.
problem-passphrase-common = Many people use this passphrase, so it is easy to guess. Please choose another one.
problem-passphrase-repeat = The two passphrases are different. Please type the same one twice.
problem-passphrase-wrong = This passphrase is not right. Please try again.
problem-sign-in-wrong = This name and passphrase do not belong together. Please try again.
problem-recovery-wrong = These recovery words are not right. Please check the order and the spelling.
problem-consent-needed = We can only go on if you agree to this.
problem-age-needed = You have to be 16 or older to have an account here.
problem-answer-wrong = That is not the answer. Please try again.
problem-reason-needed = Please write a sentence or two about why you would like to join.
problem-form-too-old = This page was open for a long time. Please check what you typed and send it once more.
<<<<<<< HEAD
problem-host = Please give the name of another server, such as stories.example.
=======
problem-invite-wrong = This invitation is not valid any more, or there is none. Please ask for a new one.
problem-sign-ups-full = So many people joined today that we have to stop until tomorrow. Please come back then.
problem-redirect-uri-wrong = This is not an address that an application can return to.
problem-scopes-wrong = This application asks for something that does not exist here.
>>>>>>> 652bf0a (Open the room of members: handles, passphrases, sessions, sign-up, applications, tokens, reports)
