# Another text that a moderator proposes to an author. The first part is for moderators, the second for authors.
desk-propose = Propose another text
desk-taken-over = The writer took over the text that was proposed.
propose-title = Propose another text
propose-lead = Change as little as you can. The writer sees both texts, with what is different marked, and takes yours over, changes it further, or leaves it. Nothing is published by this, and nothing changes behind their back.
propose-text = How it could be told
propose-text-hint = Lines such as “Age: …” are the facts. Leave in it what the writer did not ask to hide, and put nothing into their mouth.
propose-send = Do not publish, and propose this

proposal-title = Another text for you
proposal-see = See the text that a moderator proposes
proposal-how = A moderator proposes this text instead. Nothing has been changed: whether it is, only you decide. You need not do anything.
proposal-compared = What would be different
proposal-marks = What is struck through would go; what is underlined would come.
proposal-gone = [goes:]
proposal-new = [comes:]
proposal-alone = Read the proposed text alone
proposal-before = Read your own text alone
proposal-take-over = Take this text over
proposal-then = It becomes your text, and is read once more before others see it. You can still change it or take it back.
proposal-further = Begin with this text and change it further
guide-proposal = They propose another text. Nothing has been changed: here you see what would be different, and decide: { $page }
problem-proposal-empty = Please write the text that you propose.
problem-proposal-same = This is the writer’s own text. Please change what should be different, or go back to the desk and decide without a proposal.
