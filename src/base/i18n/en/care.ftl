# Helplines, and the words that stand around a hard story.
care-lead = If it is too much right now, you do not have to carry it alone. These people listen, also when you do not know what to say.
care-before-title = Before you read
care-before = This story speaks of suicidal thoughts. Read it another day if today is hard.
care-after-title = If this touches something in you
care-country = Country
care-country-none = Choose a country
care-country-show = Show its helplines
care-country-first = Please choose a country
care-unknown = We know no helpline in { $country } that we could check. Findahelpline.com and your local emergency number can help you on.
care-emergency = In immediate danger, call the emergency number ({ $country }):
care-another-country = Helplines of another country
care-choose-country = Choose your country’s helplines
care-hours-always = day and night
care-hours-by-region = hours differ by region
care-hours-most-of-day = at least 18 hours a day
care-hours-evening = in the evening
care-free = free of charge
care-not-free = normal call charges
care-text = text { $number }
care-chat = chat
care-checked = checked on { $day }
care-how-checked = A number stands here only when independent sources agree on it and it was checked within the last twelve months. We choose the country from your language, never from where you are.

# Content warnings that the site sets when the writer has not.
care-warning-sensitive = Medication effects: a subject that may be hard to read
care-warning-suicidal = Medication effects: mental health, suicidal thoughts (mentioned)

# Where somebody may be in danger now.
danger-title = Please talk to somebody now
danger-lead = What you wrote sounds as if your life may be in danger. A program cannot know that: forgive it if it is wrong. Nobody here may read your words at once, but these people answer:
danger-told-title = Thank you for saying it. Please do not stay alone with it
danger-kept = Your words are kept safe. They are not published, and only you and the people who moderate here can see them. You can change them or take them back at any time.
danger-answer = A person from this community reads it and answers within a day. It may not be at once, so please call one of the numbers if you cannot wait.
danger-answer-key = A person from this community reads it within a day. It may not be at once, and we cannot write to you: please call one of the numbers if you cannot wait, and come back with your words to see the answer.
danger-ask-how = If that is a mistake, open your story and choose “Ask a person to read it”. A person from this community then decides.
danger-ask-key = If that is a mistake, open your story with your words and choose “Ask a person to read it”. A person from this community then decides.
