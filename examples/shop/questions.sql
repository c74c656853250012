-- Which trucks were too warm, and for how long?
SELECT truck, count(*) AS readings, round(max(celsius), 1) AS warmest, min(measured_at) AS since
FROM truck_temperatures
WHERE celsius > 8
GROUP BY truck
ORDER BY warmest DESC
LIMIT 5;

-- What was sold, by status, counting each order as it is now, and none that was deleted?
SELECT status, count(*) AS orders, round(sum(total.amount), 2) AS amount, min(total.currency) AS currency
FROM orders_latest
GROUP BY status
ORDER BY orders DESC;

-- Which products sell best, by the names they have today?
SELECT any_value(p.name) AS product, sum(l.quantity) AS sold, round(sum(l.quantity * l.unit_price.amount), 2) AS amount
FROM (SELECT unnest(lines) AS l FROM orders WHERE change = 1)
JOIN (SELECT product_id, arg_max(name, changed_at) AS name FROM products GROUP BY product_id) p ON p.product_id = l.product_id
GROUP BY l.product_id
ORDER BY sold DESC
LIMIT 5;
