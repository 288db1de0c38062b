"Whether it learned"
