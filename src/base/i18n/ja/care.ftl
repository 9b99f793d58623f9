# (words follow with the pages of this area)
