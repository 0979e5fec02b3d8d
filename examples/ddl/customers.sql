-- Customer master data. Columns that hold personal data carry [PII] and are masked for everyone outside group crm_admins.

CREATE TABLE main.crm.customers (
  customer_key BIGINT GENERATED ALWAYS AS IDENTITY (START WITH 1 INCREMENT BY 1) COMMENT 'Surrogate key for the warehouse',
  customer_id BIGINT NOT NULL COMMENT 'Key of the shop, used everywhere else',
  salutation STRING,
  first_name STRING COMMENT '[PII] Given name' MASK main.crm.mask_name,
  last_name STRING NOT NULL COMMENT '[PII] Family name' MASK main.crm.mask_name,
  email STRING COLLATE UTF8_LCASE COMMENT '[PII] Compared without case' MASK main.crm.mask_email USING COLUMNS (consent_level),
  phone STRING COMMENT '[PII] E.164' MASK main.crm.mask_phone,
  region STRING NOT NULL COMMENT 'Sales region; the row filter lets a team see its own',
  birth_date DATE COMMENT '[PII] Only where the law asks for it',
  consent_level TINYINT NOT NULL DEFAULT 0 COMMENT '0 none, 1 service mails, 2 marketing',
  segments ARRAY<STRING> COMMENT 'Marketing segments, most specific first',
  preferences MAP<STRING, BOOLEAN>,
  loyalty STRUCT<tier: STRING NOT NULL, points: INT NOT NULL, since: DATE>,
  lifetime_value DECIMAL(18, 4) DEFAULT 0.0 COMMENT 'EUR, recomputed nightly',
  created_at TIMESTAMP NOT NULL DEFAULT current_timestamp(),
  updated_at TIMESTAMP,
  CONSTRAINT customers_pk PRIMARY KEY (customer_id)
)
USING DELTA
COMMENT 'One row per customer account, current state.'
WITH ROW FILTER main.crm.only_own_region ON (region)
TBLPROPERTIES ('delta.feature.allowColumnDefaults' = 'supported');

COMMENT ON COLUMN main.crm.customers.salutation IS 'Free text: titles differ by country';
