-- 2024-02: first cut of the ticket feed from the help desk.
CREATE TABLE main.support.tickets (
  ticket_id BIGINT NOT NULL COMMENT 'Number shown to the customer',
  subject STRING,
  body STRING COMMENT 'First message, Markdown',
  requester STRUCT<name: STRING, email: STRING COMMENT '[PII]'>,
  reply_count SMALLINT,
  created_at TIMESTAMP NOT NULL
) USING DELTA;
