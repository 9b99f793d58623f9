# 体験談の一覧と、ひとつの体験談のページ。
stories-count = 体験談 { $count }件
