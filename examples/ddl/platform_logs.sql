-- Logs of our own applications. Kept 400 days, then the archive job moves them away.

CREATE TABLE main.platform.event_log (
  service STRING NOT NULL COMMENT 'Name in the service catalogue',
  instance STRING COMMENT 'Pod or host',
  level VARCHAR(5) NOT NULL COMMENT 'TRACE, DEBUG, INFO, WARN, ERROR',
  logger STRING,
  message STRING NOT NULL COMMENT 'Text as logged; may span lines, hold emoji and anything a user typed',
  stack_trace STRING,
  trace_id BINARY COMMENT 'W3C trace id, 16 bytes',
  span_id BINARY COMMENT 'W3C span id, 8 bytes',
  context MAP<STRING, STRING> COMMENT 'Mapped diagnostic context',
  attachment BINARY COMMENT 'Heap dumps and the like, gzip; mostly NULL',
  logged_at TIMESTAMP NOT NULL
)
USING DELTA
COMMENT 'Application log, one row per event.'
CLUSTER BY (service, logged_at);

CREATE TABLE main.platform.audit_log (
  entry_id STRING NOT NULL,
  actor STRUCT<
    kind: STRING NOT NULL COMMENT 'user, service_principal or system',
    id: STRING NOT NULL,
    ip_address: STRING
  > NOT NULL,
  action STRING NOT NULL COMMENT 'Verb and resource: document.share, role.grant, …',
  resource STRING NOT NULL,
  `before` VARIANT COMMENT 'State before the action; NULL when the resource was created',
  `after` VARIANT COMMENT 'State after the action; NULL when the resource was deleted',
  request VARIANT COMMENT 'Request as received, secrets removed',
  allowed BOOLEAN NOT NULL COMMENT 'Denied attempts are kept too',
  at TIMESTAMP NOT NULL
)
USING DELTA
COMMENT 'Who did what to which resource. Append only; the compliance team reads it.'
TBLPROPERTIES ('delta.appendOnly' = 'true', 'delta.logRetentionDuration' = 'interval 400 days');
