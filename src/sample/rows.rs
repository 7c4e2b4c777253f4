//! The rows of a report, one at a time: nothing is kept but the customer at hand.

use super::agreements::agreements_of;
use super::cells::Row;
use super::customer::Customer;
use super::usage::usage_of;
use super::words::Words;
use super::{SampleError, SampleKind, SampleRequest};

/// Calls `write` for each of the request's rows, with their numbers from 0.
///
/// Reports about customers have one row for each; renewals and usage go on from customer to customer until there are
/// enough, since not every customer has any.
///
/// # Errors
/// The first of `write`.
pub fn for_each_row(
    request: &SampleRequest,
    words: &Words,
    mut write: impl FnMut(u32, &Row<'_>) -> Result<(), SampleError>,
) -> Result<(), SampleError> {
    let mut done = 0;
    let mut number = 0;
    while done < request.rows {
        let customer = Customer::of(request.seed, number, words);
        let agreements = agreements_of(request.seed, number, &customer.latent);
        let row = Row { customer: &customer, agreements: &agreements, agreement: None, usage: None };
        match request.kind {
            SampleKind::Renewals => {
                for agreement in agreements.iter().take((request.rows - done) as usize) {
                    write(done, &Row { agreement: Some(agreement), ..row })?;
                    done += 1;
                }
            }
            SampleKind::Usage => {
                let usage = usage_of(request.seed, number, &customer.latent);
                for month in usage.iter().take((request.rows - done) as usize) {
                    write(done, &Row { usage: Some(month), ..row })?;
                    done += 1;
                }
            }
            SampleKind::M365 | SampleKind::Azure | SampleKind::D365 | SampleKind::Surface => {
                write(done, &row)?;
                done += 1;
            }
        }
        number += 1;
    }
    Ok(())
}
