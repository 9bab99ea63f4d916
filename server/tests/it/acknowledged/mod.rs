//! What was acknowledged is kept, whatever went wrong in the database before or meanwhile.

mod failing_statements;
mod full_disk;
mod given_up;
mod killed;
mod killed_uploading;
mod rows;
mod writes;
