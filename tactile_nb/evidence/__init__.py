"Whether it learned, and the simulator"
