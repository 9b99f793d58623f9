# The guide: what it says to one person at a time.
guide-name = Guide
guide-about = I am a program. I help people of this community tell their stories. What I write to somebody only that person can see.
guide-thanks = Thank you for telling your story.
guide-missing = People who went through the same find it more easily if it also has lines such as these:
guide-how = If you like, choose an answer in the polls below, or answer me with such lines in your own words: they become part of your story, which everybody can read. You can also change the story itself, in your app or on its page. Nothing of this is needed.
guide-stop = Nobody but you sees what I write. Answer “stop”, and I will not write again.
guide-added = Thank you. Your story now also says this: { $facts }.
guide-noted = Thank you. This is noted for your story: { $facts }. A person from this community reads it before others do.
guide-not-understood = I am a program, and I understand only lines such as “Age: 29”. If you want to say more, please change the story itself. If you want me to be silent, answer “stop”.
guide-silent = I will not write to you again. If you change your mind, you can let me write again in your settings.
guide-held = Your story is kept safe. A person from this community reads it first, and until then only you and they can see it. You can still change it or take it back.
guide-released = A person from this community has read your story, and others can read it now.
guide-elsewhere =
    Hello. I am a program that helps the people of { $community } tell their stories. I cannot take in a story from another server, and I have not kept what you wrote.

    To tell your story here, please join: { $join } You need no e-mail address and no real name, and you can write with the same kind of app that you use now. These are our rules: { $rules }

    Only you can see this answer, and I give it only once.
