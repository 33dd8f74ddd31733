-- Bookings whose names and contacts are to be erased once their time is over.
CREATE INDEX bookings_personal ON bookings (journey_date) WHERE personal_data <> 'ERASED';
