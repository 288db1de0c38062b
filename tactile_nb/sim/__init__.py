"The robot, the tasks and the sensors in contact physics"
