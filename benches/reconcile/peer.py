"""The same comparison with DuckDB on two threads: CSV files to counts by class.

    pip install duckdb
    python3 benches/reconcile/peer.py DIR
"""

import resource
import sys
import time

import duckdb

folder = sys.argv[1]
began = time.perf_counter()
db = duckdb.connect()
db.execute("SET threads=2")
counts = db.execute(
    f"""
    WITH s AS (SELECT invoice, amount, currency FROM read_csv('{folder}/sales.csv', header=true,
                 columns={{'sale':'VARCHAR','order_id':'VARCHAR','invoice':'VARCHAR','amount':'DECIMAL(18,8)',
                          'currency':'VARCHAR','at':'TIMESTAMP','state':'VARCHAR'}}) WHERE state = 'accepted'),
         l AS (SELECT invoiceId AS invoice, min(amount) AS amount, min(currency) AS currency, count(*) AS n
                 FROM read_csv('{folder}/ledger.csv', header=true,
                 columns={{'id':'VARCHAR','code':'INTEGER','amount':'DECIMAL(18,8)','currency':'VARCHAR',
                          'timestamp':'TIMESTAMP','invoiceId':'VARCHAR','description':'VARCHAR'}})
                 WHERE code = 1000 GROUP BY invoiceId)
    SELECT count(*) FILTER (s.invoice IS NOT NULL AND l.invoice IS NOT NULL AND n = 1
                            AND s.amount = l.amount AND s.currency = l.currency),
           count(*) FILTER (l.invoice IS NULL), count(*) FILTER (s.invoice IS NULL),
           count(*) FILTER (s.amount <> l.amount OR s.currency <> l.currency), count(*) FILTER (s.invoice IS NOT NULL AND n > 1)
      FROM s FULL JOIN l ON s.invoice = l.invoice
    """
).fetchone()
seconds = time.perf_counter() - began
print("counts matched={} missing={} unknown={} amount={} doubled={}".format(*counts))
print(f"seconds {seconds:.3f}")
print(f"peak_mb {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}")
