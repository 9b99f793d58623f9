# 確認する人の机。
desk-lead = 決めるのを待っているものです。急ぐものから並んでいます。危険が迫っているかもしれない人には、1日以内に返事があると伝えてあります。それ以外は急がなくて大丈夫です。重く感じたら休んでください。
desk-stories = 確かめる体験談: { $count }件
desk-next = 次に確かめる体験談
desk-people = 参加を希望する人: { $count }人
desk-nothing = 待っているものはありません。
desk-read = 全文を読むには開いてください。
desk-publish = 公開する
desk-refuse = 公開しない
desk-welcome = 迎える
desk-decline = 断る
desk-care-sensitive = デリケートな話題
desk-care-suicidal = 死にたい気持ちへの言及
desk-care-danger = 書いた人が今、危険かもしれません
desk-care-harmful = 死を勧める、または方法を伝えるおそれ
desk-change = 誰でも読める体験談を書き直したものです。公開しなければ、前のものがそのまま残ります。
desk-overtaken = 読んでいるあいだに、話した人が書き直したか、ほかの人が決めました。もう一度お読みください。
desk-refuse-how = どの決まりによるかと、あなたの言葉が、話した人に伝わります。話した人は書き直すことができます。
desk-reason = どの決まりによるか
desk-reason-choose = 選んでください
desk-note = 話した人に伝えたいこと
desk-findings = だれのことかわかるかもしれない箇所：{ $count }か所
desk-replies = { $count ->
   *[other] 待っている返信：{ $count }件
}
desk-replies-how = 特に配慮のいる体験談や、登録せずに語られた体験談への返信で、語った人がフォローしていない人によるものです。公開すると、語った人にも伝わります。
desk-danger = 書いた人に、今、危険が迫っているかもしれません。相談窓口をお見せし、1日以内に返事があると伝えてあります。まずこれを読んでください。今のことではないとわかる場合にだけ、公開してください。
desk-harmful = プログラムが公開を止めました。ほかの人に死ぬことを勧める言葉か、その方法が見つかったためです。書いた人は、人に読んでほしいと言っています。
desk-two = 公開するには、2人の賛成が必要です。
desk-one-yes = 1人が賛成しています。あと1人必要です。
desk-your-yes = あなたは賛成しました。ほかの人の賛成が、あと1人必要です。
desk-care = どれくらいの配慮がいるか
desk-care-set = これだけ決める
