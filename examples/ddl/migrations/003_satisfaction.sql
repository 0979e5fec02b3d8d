-- 2024-11: satisfaction survey, and requesters can be linked to customers.
USE main.support;

ALTER TABLE tickets ADD COLUMN satisfaction STRUCT<score: TINYINT NOT NULL COMMENT '1 to 5', remark: STRING>;
ALTER TABLE tickets ADD COLUMN requester.customer_id BIGINT COMMENT 'NULL for anonymous requests';
ALTER TABLE tickets ALTER COLUMN subject SET NOT NULL;
ALTER TABLE tickets ALTER COLUMN ticket_id COMMENT 'Number shown to the customer, without the leading #';
ALTER TABLE tickets CLUSTER BY (created_at);
COMMENT ON TABLE main.support.tickets IS 'Tickets of the help desk, one row per change.';
