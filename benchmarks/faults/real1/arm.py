"""The entries of the Piper recording: its leader arm has one joint less"""

PAN, LIFT, ELBOW, FOURTH, FLEX, ROLL, GRIPPER = range(7)  # of the state
COMMANDED = [PAN, LIFT, ELBOW, FLEX, ROLL, GRIPPER]  # entries of the state that have an action
LAG = 3.5  # frames by which the arm follows its commands
