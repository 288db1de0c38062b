"What goes in"
