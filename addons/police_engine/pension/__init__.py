"""pension"""
