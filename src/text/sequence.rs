//! Order in sequences.

/// The positions of a longest strictly ascending subsequence, in order. It takes n log n steps.
pub fn longest_ascent<T, K: Ord>(items: &[T], key: impl Fn(&T) -> K) -> Vec<usize> {
    // `ends[n]` is the position of the smallest item that ends an ascending subsequence of length n + 1.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(items.len());
    for (i, item) in items.iter().enumerate() {
        let length = ends.partition_point(|&end| key(&items[end]) < key(item));
        before.push(length.checked_sub(1).map(|n| ends[n]));
        match ends.get_mut(length) {
            Some(end) => *end = i,
            None => ends.push(i),
        }
    }
    let mut run: Vec<usize> = std::iter::successors(ends.last().copied(), |&i| before[i]).collect();
    run.reverse();
    run
}

#[cfg(test)]
mod tests {
    use super::longest_ascent;

    #[test]
    fn the_longest_ascending_subsequence_is_found() {
        assert_eq!(longest_ascent(&[3, 1, 2, 2, 5, 4], |n| *n), [1, 3, 5]);
        assert_eq!(longest_ascent(&[] as &[i32], |n| *n), [] as [usize; 0]);
    }
}
