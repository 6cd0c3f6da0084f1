select {{ cents(1, 2) }}
