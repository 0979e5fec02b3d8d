-- Web tracking. Only consented hits arrive here; see the tracking plan for the list of event names.

create or replace table main.web.clickstream (
  hit_id          string not null comment 'Random 128 bit id, hex',
  anonymous_id    string not null comment 'First-party cookie',
  user_id         bigint comment 'Set once the visitor has signed in',
  event_name      string not null,
  page_url        string,
  referrer        string,
  properties      map<string, string> comment 'Free properties of the event, all as text',
  metrics         map<string, double> comment 'Numbers measured in the browser, for example lcp_ms',
  experiments     map<string, int> comment 'Experiment name to variant shown',
  feature_flags   map<string, boolean>,
  product_prices  map<bigint, decimal(10, 2)> comment 'Price shown per product id on list pages',
  viewport        struct<width: int not null, height: int not null, pixel_ratio: float>,
  languages       array<string> comment 'navigator.languages, best first',
  is_bot          boolean not null default false comment 'Verdict of the edge, not of the browser',
  client_time     timestamp_ntz comment 'Wall clock of the visitor',
  received_at     timestamp not null
)
using delta
cluster by auto
comment 'Every hit of the web shop and the help centre.'
tblproperties (
  'delta.feature.allowColumnDefaults' = 'supported',
  'pipelines.autoOptimize.managed' = 'true'
);

create or refresh streaming table main.web.sessions (
  session_id      string not null comment 'anonymous_id and start of the session, hashed',
  anonymous_id    string not null,
  started_at      timestamp not null,
  ended_at        timestamp,
  hits            int not null,
  landing_page    string,
  entry_campaign  struct<source: string, medium: string, name: string>,
  converted       boolean,
  constraint has_hits expect (hits > 0) on violation drop row
)
comment 'Hits grouped into sessions with a gap of 30 minutes.'
as select * from stream(main.web.clickstream);
