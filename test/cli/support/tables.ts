/** Two tables in a file each, and the names of what is generated for them. */
export const ddl = {
  "tables/orders.sql": "CREATE TABLE main.shop.orders (\n  id BIGINT NOT NULL,\n  price DECIMAL(10,2)\n);\n",
  "tables/items.sql":
    "CREATE TABLE main.shop.items (\n  id BIGINT NOT NULL,\n  name STRING COMMENT 'On the label.'\n);\n",
};

export const ordersFiles = ["main/shop/orders.proto", "main/shop/orders.ts"];
export const itemsFiles = ["main/shop/items.proto", "main/shop/items.ts"];

/** A statement that cannot be read, in a table that has a name. */
export const broken = "CREATE TABLE main.shop.broken (\n  id BIGINT NOT NULL,\n  price DECIMAL(99,2)\n);\n";
