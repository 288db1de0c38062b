"What learns"
