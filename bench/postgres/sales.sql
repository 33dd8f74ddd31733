-- Every sale of the fill as a row, worked out from the number of the booking:
-- seats one after the other over the whole way, every other one shared by two
-- passengers who change in the middle; one booking in 25 was canceled a day later.
CREATE VIEW bench_sales AS
SELECT s.ordinal, s.run, s.count, s.service_date, b.id, b.i, s.seat_ids[b.seat_index + 1] AS seat,
  w.from_leg, w.to_leg,
  s.stations[w.from_leg + 1] AS from_station, s.stations[w.to_leg + 1] AS to_station,
  1 + (b.id * 7919) % 2500000 AS person,
  s.origin - 86400000 * (1 + b.id % 30) - (b.id * 104729) % 86400000 AS at,
  900 + 350 * (w.to_leg - w.from_leg) AS price,
  b.id % 25 = 0 AS is_canceled
FROM bench_sold s
CROSS JOIN LATERAL (
  SELECT s.first_id + i AS id, i,
    CASE WHEN i < s.seat_count THEN i ELSE 2 * (i - s.seat_count) + 1 END AS seat_index
  FROM generate_series(0, s.count - 1) i) b
CROSS JOIN LATERAL (
  SELECT CASE WHEN b.i < s.seat_count THEN 0 ELSE s.legs / 2 END AS from_leg,
    CASE WHEN b.i < s.seat_count AND b.seat_index % 2 = 1 AND s.legs > 1 THEN s.legs / 2 ELSE s.legs
      END AS to_leg) w;
