-- Payment gateway. Amounts keep 18 fraction digits because settlement also runs in crypto currencies.

CREATE TABLE main.payments.transactions (
  transaction_id STRING NOT NULL COMMENT 'ULID of the gateway',
  merchant_id CHAR(12) NOT NULL COMMENT 'Always 12 characters, upper case',
  order_reference VARCHAR(64) COMMENT 'Whatever the merchant sent along; may hold any language',
  amount DECIMAL(38, 18) NOT NULL COMMENT 'In units of the currency; never negative, refunds have their own kind',
  fee DECIMAL(38, 18),
  currency VARCHAR(8) NOT NULL COMMENT 'ISO 4217 code or asset ticker',
  exchange_rate DECIMAL(20, 10) COMMENT 'To EUR at the time of authorisation',
  kind VARCHAR(10) NOT NULL COMMENT 'charge, refund, payout or chargeback',
  card STRUCT<
    brand: VARCHAR(20),
    last4: CHAR(4) COMMENT 'Last four digits, the only ones we may keep',
    expiry: DATE COMMENT 'First day of the month of expiry',
    country: CHAR(2)
  > COMMENT 'NULL unless paid by card',
  risk_score DOUBLE COMMENT '0 (harmless) to 1 (fraud)',
  risk_signals ARRAY<STRING>,
  signature BINARY COMMENT 'Ed25519 signature over the canonical request',
  authorised_at TIMESTAMP NOT NULL,
  settled_on DATE COMMENT 'Business day of settlement',
  CONSTRAINT transactions_pk PRIMARY KEY (transaction_id) NOT ENFORCED RELY
)
USING DELTA
COMMENT "The gateway's ledger: one row per money movement."
TBLPROPERTIES ('delta.appendOnly' = 'true', 'pci' = 'true');
