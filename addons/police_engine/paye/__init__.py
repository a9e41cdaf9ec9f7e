"""paye"""
