"Plots and widgets"
