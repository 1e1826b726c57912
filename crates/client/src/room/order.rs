//! The order in which a watched mailbox tells (rule W-08). A relay that leaves a cell out, tells one twice
//! or of another size, or shows more than fits is not listened to any further: the next connection begins
//! where this device has read to.

use sitr_client_core::Watching;
use sitr_wire::{CellSize, Reply};

enum Next {
    Page(u32),
    Cell(u64),
}

/// What one watch may tell next.
pub(super) struct Order {
    size: CellSize,
    most: u64,
    next: Next,
}

/// The page to watch from: the one that holds the last cell that was read, so that it is seen whether the
/// relay keeps what it showed (rule R-15).
pub(super) fn first_page(watching: &Watching) -> u32 {
    let last = watching.from.saturating_sub(1);
    u32::try_from(last / watching.cell_size.per_page()).unwrap_or(u32::MAX)
}

impl Order {
    pub(super) fn of(watching: &Watching) -> Self {
        let next = Next::Page(first_page(watching));
        Self { size: watching.cell_size, most: watching.most, next }
    }

    /// Whether this may come now.
    pub(super) fn allows(&mut self, reply: &Reply) -> bool {
        match (reply, &self.next) {
            (Reply::Page(page), Next::Page(number)) => {
                let per_page = self.size.per_page();
                let (first, count) = (u64::from(*number) * per_page, page.cells.len() as u64);
                let fits = page.number == *number
                    && page.cell_size == self.size
                    && page.mark.is_none_or(|mark| mark.mark == first + per_page)
                    && (count == 0 || first + count <= self.most);
                let is_full = count == per_page;
                let after = number.checked_add(1).filter(|_| is_full).map(Next::Page);
                self.next = after.unwrap_or(Next::Cell(first + count));
                fits
            }
            (Reply::Cell { index, cell, .. }, Next::Cell(next)) => {
                let fits = index == next && *index < self.most && cell.size() == self.size;
                self.next = Next::Cell(next.saturating_add(1));
                fits
            }
            (Reply::Mark(mark), Next::Cell(next)) => mark.mark == *next,
            (Reply::Page(_), Next::Cell(_)) | (Reply::Cell { .. } | Reply::Mark(_), _) => false,
            _ => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use sitr_client_core::Watched;
    use sitr_client_core::crypto::Secret;
    use sitr_wire::frame::{Mark, Page};
    use sitr_wire::{Address, Cell, Handle, Signature};

    use super::*;

    fn order(from: u64, most: u64) -> Order {
        Order::of(&Watching {
            what: Watched::Epoch,
            handle: Handle([1; 32]),
            address: Address::new([2; 32]),
            seal: Secret::new([3; 32]),
            from,
            cell_size: CellSize::K2,
            most,
        })
    }

    fn of_size(size: CellSize) -> Cell {
        Cell::new(Bytes::from(vec![7; size.bytes()])).unwrap()
    }

    fn page(number: u32, cell_size: CellSize, count: usize, mark: Option<u64>) -> Reply {
        let signed = |mark| Mark { mark, chain: [1; 32], signature: Signature([2; 64]) };
        let cells = vec![of_size(cell_size); count];
        Reply::Page(Page { number, cell_size, cells, mark: mark.map(signed), end: None })
    }

    fn cell(index: u64) -> Reply {
        Reply::Cell { index, cell: of_size(CellSize::K2), last: false }
    }

    fn mark(mark: u64) -> Reply {
        Reply::Mark(Mark { mark, chain: [1; 32], signature: Signature([2; 64]) })
    }

    /// How many of these are allowed, one after the other.
    fn allowed(mut order: Order, told: &[Reply]) -> usize {
        told.iter().take_while(|reply| order.allows(reply)).count()
    }

    #[test]
    fn pages_and_then_cells_are_allowed() {
        // W-08
        let whole = page(0, CellSize::K2, 32, Some(32));
        let told = [whole, page(1, CellSize::K2, 31, None), cell(63), mark(64), cell(64)];
        assert_eq!(allowed(order(0, 100), &told), 5);
        assert_eq!(allowed(order(33, 100), &told[1..]), 4);
        assert_eq!(allowed(order(32, 100), &told), 5, "the page read last is looked at again");
        assert_eq!(allowed(order(0, 100), &[page(0, CellSize::K2, 0, None), cell(0)]), 2);
    }

    #[test]
    fn whatever_breaks_the_order_is_not_allowed() {
        // W-08
        let tail = || page(0, CellSize::K2, 3, None);
        for told in [
            vec![page(1, CellSize::K2, 3, None)],
            vec![page(0, CellSize::K16, 3, None)],
            vec![page(0, CellSize::K2, 32, Some(64))],
            vec![page(0, CellSize::K2, 11, None)],
            vec![cell(0)],
            vec![mark(32)],
        ] {
            assert_eq!(allowed(order(0, 10), &told), 0, "{told:?}");
        }
        for next in [tail(), cell(2), cell(4), cell(u64::MAX), mark(32)] {
            assert_eq!(allowed(order(0, 10), &[tail(), next]), 1);
        }
        let large = Reply::Cell { index: 3, cell: of_size(CellSize::K16), last: false };
        assert_eq!(allowed(order(0, 10), &[tail(), large]), 1);
        assert_eq!(allowed(order(0, 4), &[tail(), cell(3), cell(4)]), 2, "more than fits");
    }
}
