//! The allocator of a component: free lists by size, on top of a linear memory that only grows.
//!
//! Not a general allocator: a guest has one thread, lives for many short calls, and frees nearly everything at the end
//! of each. Blocks are powers of two and are never joined, so allocating and freeing is a handful of instructions. The host
//! asks for room once for each list that it hands in: with the standard library's allocator, or with talc, that was a fifth
//! of a small call.
//!
//! Invariant: a free block is on exactly one list, the one of its size.

use core::{
    alloc::{GlobalAlloc, Layout},
    cell::UnsafeCell,
    ptr::null_mut,
};

/// The smallest block, in bytes: as large as the strictest alignment that WebAssembly code asks for.
const BLOCK_MIN: usize = 16;
const PAGE: usize = 64 << 10;

struct State {
    /// For each power of two the first free block, whose first word names the next.
    lists: [*mut u8; 32],
    next: usize,
    end: usize,
}

pub struct Blocks(UnsafeCell<State>);

// SAFETY: a component has one thread.
unsafe impl Sync for Blocks {}

impl Blocks {
    pub const fn new() -> Self {
        Self(UnsafeCell::new(State {
            lists: [null_mut(); 32],
            next: 0,
            end: 0,
        }))
    }
}

#[inline]
fn class(layout: &Layout) -> u32 {
    let bytes = layout.size().max(layout.align()).max(BLOCK_MIN);
    usize::BITS - (bytes - 1).leading_zeros()
}

// SAFETY: a block has at least the size and the alignment of its layout, lies in memory that was grown for this
// allocator, and is handed out again only after it was given back. There is one thread, and no call enters another.
unsafe impl GlobalAlloc for Blocks {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let class = class(&layout);
        if class >= 32 {
            return null_mut();
        }
        unsafe {
            let state = &mut *self.0.get();
            let list = &mut state.lists[class as usize];
            let block = *list;
            if !block.is_null() {
                *list = *(block as *mut *mut u8);
                return block;
            }
            state.fresh(1 << class)
        }
    }

    #[inline]
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        let class = class(&layout) as usize;
        unsafe {
            let state = &mut *self.0.get();
            *(block as *mut *mut u8) = state.lists[class];
            state.lists[class] = block;
        }
    }

    #[inline]
    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let wanted = unsafe { Layout::from_size_align_unchecked(size, layout.align()) };
        if class(&layout) == class(&wanted) {
            return block;
        }
        unsafe {
            let new = self.alloc(wanted);
            if !new.is_null() {
                core::ptr::copy_nonoverlapping(block, new, layout.size().min(size));
                self.dealloc(block, layout);
            }
            new
        }
    }
}

impl State {
    #[cold]
    #[inline(never)]
    fn fresh(&mut self, bytes: usize) -> *mut u8 {
        // Blocks are aligned to their size up to a page, and to a page beyond.
        let align = bytes.min(PAGE);
        let mut start = (self.next + align - 1) & !(align - 1);
        if self.next == 0 || start.checked_add(bytes).is_none_or(|end| end > self.end) {
            let pages = bytes.div_ceil(PAGE);
            let before = core::arch::wasm32::memory_grow(0, pages);
            if before == usize::MAX {
                return null_mut();
            }
            let begin = before * PAGE;
            if begin != self.end {
                start = begin;
            } else {
                start = (self.next + align - 1) & !(align - 1);
            }
            self.end = begin + pages * PAGE;
        }
        self.next = start + bytes;
        start as *mut u8
    }
}

#[global_allocator]
static BLOCKS: Blocks = Blocks::new();
