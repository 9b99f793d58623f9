# 確認する人の机。
desk-lead = 決めるのを待っているものです。古い順に並んでいます。急がなくて大丈夫です。重く感じたら休んでください。
desk-stories = 確かめる体験談: { $count }件
desk-people = 参加を希望する人: { $count }人
desk-nothing = 待っているものはありません。
desk-read = 全文を読むには開いてください。
desk-publish = 公開する
desk-refuse = 公開しない
desk-welcome = 迎える
desk-decline = 断る
desk-care-sensitive = デリケートな話題
desk-care-suicidal = 死にたい気持ちへの言及
