CREATE TABLE main.shop.tiny (x INT);
