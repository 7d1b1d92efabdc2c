"""Whose money: funds, appropriations, their accounts and every movement between them."""
