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
guide-later = Your story is kept safe, and appears by itself within a day, so that nobody learns when you wrote it. Until then only you can see it. You can still change it or take it back.
guide-released = A person from this community has read your story, and others can read it now.
guide-elsewhere =
    Hello. I am a program that helps the people of { $community } tell their stories. I cannot take in a story from another server, and I have not kept what you wrote.

    To tell your story here, please join: { $join } You need no e-mail address and no real name, and you can write with the same kind of app that you use now. These are our rules: { $rules }

    Only you can see this answer, and I give it only once.
guide-found = Your story is kept safe, and only you and the people who moderate here can see it. I am a program, and before it is published I look for what may say who somebody is. These are in it:
guide-found-in-change = Your change is kept safe; others still see your story as it was. I am a program, and before it is published I look for what may say who somebody is. These are new in it:
guide-found-line = • { $kind } ({ $count })
guide-found-replace = Answer “replace”, and I put words such as [clinic] or [name] in their place, and your story is published. Or change it yourself, in your app or here, where you see each place: { $page }
guide-found-as-it-is = Answer “as it is”, and a person from this community decides whether it may stand.
guide-found-contact = Ways to reach somebody (addresses, numbers, accounts) and names of children are never published here, for everybody’s safety: please let me replace them, or take them out yourself.
guide-found-own = These do not keep your story from being published. You decide about them:
guide-replaced = It is replaced, and others can read your story now. You can still change it or take it back.
guide-replaced-later = It is replaced. Your story appears by itself within a day; until then only you can see it, and you can still change it or take it back.
guide-replaced-waits = It is replaced. A person from this community reads your story before others do.
guide-as-it-is = Your story stays as it is. A person from this community reads it and decides whether it may stand. You hear from me then.
guide-took-out = You took something out of your story that may say who somebody is. Other servers with a copy are told of the change, but some of them keep earlier versions. If nobody shall find it there, take your story back, so that every server is asked to delete its copy, and tell it again without it: { $page }
guide-advice = Your story is published. I am a program, and I see in it what may help somebody to find out who it is about. You decide whether it stays:
guide-advice-how = If you would rather not say it, change your story in your app, or here, where you see each place: { $page }
guide-left-out = You tell of somebody you care for, so others do not see this: { $facts }. It is kept for you, and if it shall be shown, say so here: { $page }
guide-rare = Few stories here say this together, so somebody who knows you could recognise you by it:
guide-rare-how = Whether that matters is for you to say. If it does, leave out one of these, here: { $page }
guide-contact-stays = I cannot ask for that while your story holds ways to reach somebody (addresses, numbers, accounts) or a child’s name. Please let me replace them, or take them out yourself.
guide-danger = What you wrote sounds as if your life may be in danger. I am a program and cannot know that: forgive me if I am wrong. Your words are kept safe. They are not published, and only you and the people who moderate here can see them. A person from this community reads them and answers within a day, but perhaps not at once. Please talk to somebody now:
guide-danger-sent = What you wrote sounds as if your life may be in danger. I am a program and cannot know that: forgive me if I am wrong. Your words have gone to whom they are for. Please talk to somebody now, also if nobody answers at once:
guide-danger-line = • { $name }: { $number } { $hours }
guide-danger-page = More helplines, also of other countries: { $page }
guide-alarm = Somebody may be in danger. What they wrote is not mine to repeat. Please read it as soon as you can; at the desk it stands first: { $page }
guide-program = No person has read it: I am a program, and I found words in it that tell others to die, or how. If I am wrong, answer “as it is”, and a person from this community reads it and decides.
guide-asked-person = A person from this community reads it and decides. You hear from me then.
