-- Only SQLite checks a list of states more slowly than pairs of them.
SELECT 1;
