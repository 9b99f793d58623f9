# 相談窓口と、つらい体験談のまわりの言葉。
care-lead = 今つらすぎるなら、ひとりで抱えなくて大丈夫です。何を話せばいいかわからなくても、聞いてくれる人がいます。
care-before-title = 読む前に
care-before = この体験談には、死にたい気持ちについての話が出てきます。今日つらいと感じるなら、別の日に読んでください。
care-after-title = 読んで苦しくなったら
care-country = 国
care-country-none = 国を選ぶ
care-country-show = 窓口を見る
care-country-first = 国を選んでください
care-unknown = { $country }については、確かめられた窓口をまだ載せられていません。findahelpline.comや、お住まいの地域の緊急番号を頼ってください。
care-emergency = 今すぐ命に危険があるときは、緊急番号へ ({ $country }):
care-another-country = ほかの国の相談窓口
care-choose-country = 国を選んで相談窓口を見る
care-hours-always = 24時間
care-hours-by-region = 時間は地域によります
care-hours-most-of-day = 1日18時間以上
care-hours-evening = 夕方から夜
care-free = 通話無料
care-not-free = 通話料がかかります
care-text = テキスト { $number }
care-chat = チャット
care-checked = { $day }に確認
care-how-checked = 別々の情報源が一致し、この1年のうちに確かめた番号だけを載せています。国は言語の設定から選んでいます。今いる場所を調べることはありません。

# 書いた人が注意書きをつけなかったときに、サイトがつける注意書き。
care-warning-sensitive = 薬の影響：読むのがつらいかもしれない内容
care-warning-suicidal = 薬の影響：メンタルヘルス、希死念慮への言及

# 今、命に危険があるかもしれないとき。
danger-title = 今、だれかに話してください
danger-lead = 書いてくださったことから、命に危険が迫っているのではないかと心配しています。プログラムの判断なので、まちがいでしたらお許しください。ここの人がすぐに読めるとはかぎりませんが、次の窓口では話を聞いてもらえます。
danger-told-title = 話してくださって、ありがとうございます。どうか、ひとりでいないでください
danger-kept = 書いてくださったことは、大切にお預かりしています。公開はされず、あなたとここの確認する人だけに見えています。いつでも書き直したり、取り下げたりできます。
danger-answer = このコミュニティの人が読み、1日以内にお返事します。すぐには読めないことがあります。待てないときは、どうか窓口に電話してください。
danger-answer-key = このコミュニティの人が1日以内に読みます。すぐには読めないことがあり、こちらから連絡もできません。待てないときは、どうか窓口に電話してください。お返事は、控えた言葉を持ってまた見にきてください。
danger-ask-how = まちがいだと思うときは、体験談を開いて「人に読んでもらう」を選んでください。このコミュニティの人が読んで決めます。
danger-ask-key = まちがいだと思うときは、控えた言葉で体験談を開いて「人に読んでもらう」を選んでください。このコミュニティの人が読んで決めます。
