"How the project is made and checked"
