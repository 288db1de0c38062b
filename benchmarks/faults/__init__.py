"""Faults planted by people who had not seen the rules, and what the diagnosis says of them"""
