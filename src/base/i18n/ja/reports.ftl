# 机に届いた通報。
desk-reports-open = 通報：{ $count }件が未対応
desk-reports-title = 通報
desk-reports-lead = 読んだ人やほかのサーバーから、見てほしいと頼まれたものです。あなた自身についての通報は、ほかの人にだけ表示されます。
desk-reports-search = だれについてか：ハンドル、または name@server.example のようなアドレス
desk-reports-state = どの通報か
desk-reports-only-open = 未対応のもの
desk-reports-only-closed = 終わったもの
desk-reports-all = すべて
desk-reports-found = 見つかった通報
desk-reports-back = 通報の一覧
desk-report-about = { $who } についての通報
desk-report-week = { $day }からの週
desk-report-by = 通報した人：{ $who }
desk-report-by-server = 通報したサーバー：{ $host }
desk-report-by-nobody = 通報した人はもういません
desk-report-taken = 担当：{ $who }
desk-report-violation = 決まりに反している
desk-report-spam = 宣伝
desk-report-legal = 法律に反している
desk-report-other = そのほか
desk-report-done-nothing = 終了：アカウントには何もしませんでした
desk-report-done-limited = 終了：アカウントを制限しました
desk-report-done-marked = 終了：画像にいつも覆いをかけることにしました
desk-report-done-frozen = 終了：サインインを止めました
desk-report-done-suspended = 終了：アカウントを停止しました
desk-report-overtaken = ほかの人が先に決めたか、対象が変わりました。今はこのようになっています。
desk-report-no-comment = 言葉は添えられていません。
desk-report-broken = 通報した人によると、次の決まりに反しています。
desk-report-forwarded = アカウントのあるサーバーにも、だれが通報したかを言わずに伝えてあります。
desk-report-take = 引き受ける
desk-report-put-back = ほかの人に任せる
desk-report-put-back-other = 担当を外して、ほかの人が引き受けられるようにする
desk-report-close = アカウントには何もせずに終える
desk-report-reopen = もう一度開く
desk-report-posts = 通報された投稿
desk-report-post = 投稿{ $number }
desk-report-private = 一部の人だけが読める投稿（通報した人は読むことができました）
desk-report-gone = { $count ->
   *[other] 投稿のうち{ $count }件は、もうありません。
}
desk-report-account = アカウント
desk-report-others = { $count ->
   *[other] このアカウントについての通報が、ほかに{ $count }件あります
}
desk-report-only-one = このアカウントについての通報は、ほかにありません。
desk-report-act-how = アカウントについて決めると、この通報は終わります。
desk-report-not-yet = まだ何も行っていません。停止する場合は、もう一度「停止する」を押してください。
desk-report-which-post = どの投稿か
desk-report-take-down-how = ここからも、届いた先からも、永久に取り下げます。通報は未対応のまま残ります。
desk-report-take-down = 取り下げる
