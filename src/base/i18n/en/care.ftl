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
