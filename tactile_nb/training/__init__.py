"How it learns"
