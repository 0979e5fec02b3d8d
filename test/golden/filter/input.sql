CREATE TABLE main.shop.orders (x INT);
CREATE TABLE main.shop.items (x INT, y TIME);
CREATE TABLE main.lab.orders (x INT);
CREATE TABLE other.shop.orders (x INT);
CREATE TABLE other.shop.broken (x TIME);
