"What every floor needs"
