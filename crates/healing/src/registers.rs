//! Lanes in the registers of a processor: a plain list for any, and the registers of AVX2 and AVX-512.
//!
//! Left to itself the compiler finds most of the lanes again, but not all, and takes long over it. So each operation names
//! its instruction.

use std::ops::{Add, Div, Index, IndexMut, Mul, Neg, Sub};

use crate::lanes::{LANES, Lanes, WHOLE};
use crate::number::Number;

/// Lanes for any processor.
#[derive(Debug, Clone, Copy)]
#[repr(C, align(64))]
pub(crate) struct Plain([f64; LANES]);

impl Plain {
    #[inline]
    fn map(self, function: impl Fn(f64) -> f64) -> Self {
        Self::from_fn(|lane| function(self[lane]))
    }

    #[inline]
    fn zip(self, other: Self, function: impl Fn(f64, f64) -> f64) -> Self {
        Self::from_fn(|lane| function(self[lane], other[lane]))
    }
}

macro_rules! plain_operators {
    ($($operator:ident $method:ident),*) => {$(
        impl $operator for Plain {
            type Output = Self;

            #[inline]
            fn $method(self, other: Self) -> Self {
                self.zip(other, |left, right| left.$method(right))
            }
        }
    )*};
}

plain_operators!(Add add, Sub sub, Mul mul, Div div);

impl Neg for Plain {
    type Output = Self;

    #[inline]
    fn neg(self) -> Self {
        self.map(|value| -value)
    }
}

impl Index<usize> for Plain {
    type Output = f64;

    #[inline]
    #[expect(
        clippy::indexing_slicing,
        reason = "callers pass a lane number below LANES"
    )]
    fn index(&self, lane: usize) -> &f64 {
        &self.0[lane]
    }
}

impl IndexMut<usize> for Plain {
    #[inline]
    #[expect(
        clippy::indexing_slicing,
        reason = "callers pass a lane number below LANES"
    )]
    fn index_mut(&mut self, lane: usize) -> &mut f64 {
        &mut self.0[lane]
    }
}

impl Lanes for Plain {
    #[inline]
    fn all(value: f64) -> Self {
        Self([value; LANES])
    }

    #[inline]
    fn times_plus(self, factor: Self, summand: Self) -> Self {
        Self::from_fn(|lane| self[lane].mul_add(factor[lane], summand[lane]))
    }

    #[inline]
    fn min(self, other: Self) -> Self {
        self.zip(other, |left, right| if left < right { left } else { right })
    }

    #[inline]
    fn max(self, other: Self) -> Self {
        self.zip(other, |left, right| if left > right { left } else { right })
    }

    #[inline]
    fn abs(self) -> Self {
        self.map(f64::abs)
    }

    #[inline]
    fn where_positive(self, yes: Self, no: Self) -> Self {
        Self::from_fn(|lane| {
            if self[lane] > 0.0 {
                yes[lane]
            } else {
                no[lane]
            }
        })
    }

    #[inline]
    fn any_positive(self) -> bool {
        self.0.iter().any(|value| *value > 0.0)
    }

    #[inline]
    fn bits_up(self, count: u32) -> Self {
        self.map(|value| f64::from_bits(value.to_bits() << count))
    }

    #[inline]
    fn bits_down(self, count: u32) -> Self {
        self.map(|value| f64::from_bits((value.to_bits() >> count) | WHOLE.to_bits()))
    }
}

macro_rules! number {
    ($lanes:ident) => {
        impl Number for $lanes {
            type Constant = Self;

            #[inline(always)]
            fn constant(value: f64) -> Self {
                Self::all(value)
            }

            #[inline(always)]
            fn times(self, factor: Self) -> Self {
                self * factor
            }

            #[inline(always)]
            fn plus(self, offset: Self) -> Self {
                self + offset
            }

            #[inline(always)]
            fn positive_part(self) -> Self {
                self.max(Self::all(0.0))
            }
        }
    };
}

number!(Plain);

#[cfg(target_arch = "x86_64")]
pub(crate) use x86_64::{Avx2, Avx512};

#[cfg(target_arch = "x86_64")]
mod x86_64 {
    //! What an operation of [`Avx2`] or [`Avx512`] calls is unsafe where the processor lacks the instruction. These types
    //! take part in the copies of the simulation that were compiled for them and in nothing else, and `processor` calls
    //! a copy after it has asked the processor.
    #![expect(
        unsafe_code,
        reason = "vector instructions, for the speed that BENCHMARKS.md measures"
    )]

    use std::arch::x86_64::{
        __m256d, __m512d, _CMP_GT_OQ, _mm_cvtsi32_si128, _mm256_add_pd, _mm256_andnot_pd,
        _mm256_blendv_pd, _mm256_castpd_si256, _mm256_castsi256_pd, _mm256_cmp_pd, _mm256_div_pd,
        _mm256_fmadd_pd, _mm256_max_pd, _mm256_min_pd, _mm256_movemask_pd, _mm256_mul_pd,
        _mm256_or_pd, _mm256_set1_pd, _mm256_sll_epi64, _mm256_srl_epi64, _mm256_sub_pd,
        _mm256_xor_pd, _mm512_add_pd, _mm512_andnot_pd, _mm512_castpd_si512, _mm512_castsi512_pd,
        _mm512_cmp_pd_mask, _mm512_div_pd, _mm512_fmadd_pd, _mm512_mask_blend_pd, _mm512_max_pd,
        _mm512_min_pd, _mm512_mul_pd, _mm512_or_pd, _mm512_set1_pd, _mm512_sll_epi64,
        _mm512_srl_epi64, _mm512_sub_pd, _mm512_xor_pd,
    };

    use super::{Add, Div, Index, IndexMut, LANES, Lanes, Mul, Neg, Number, Sub, WHOLE};

    /// Two registers of AVX2.
    #[derive(Debug, Clone, Copy)]
    #[repr(C)]
    pub(crate) struct Avx2(__m256d, __m256d);

    /// A register of AVX-512.
    #[derive(Debug, Clone, Copy)]
    #[repr(C)]
    pub(crate) struct Avx512(__m512d);

    macro_rules! operators {
        ($lanes:ident $registers:tt: $($operator:ident $method:ident $instruction:ident),*) => {$(
            operators!(@one $lanes $registers $operator $method $instruction);
        )*};
        (@one $lanes:ident ($($n:tt)*) $operator:ident $method:ident $instruction:ident) => {
            impl $operator for $lanes {
                type Output = Self;

                #[inline(always)]
                fn $method(self, other: Self) -> Self {
                    // SAFETY: see above.
                    Self($(unsafe { $instruction(self.$n, other.$n) }),*)
                }
            }
        };
    }

    macro_rules! registers {
        (
            $lanes:ident ($($n:tt)*):
            $all:ident $fused:ident $min:ident $max:ident $or:ident $xor:ident $andnot:ident
            $as_bits:ident $as_numbers:ident $up:ident $down:ident $choose:ident $any:ident
        ) => {
            number!($lanes);

            impl Neg for $lanes {
                type Output = Self;

                #[inline(always)]
                fn neg(self) -> Self {
                    // SAFETY: see above.
                    Self($(unsafe { $xor(self.$n, $all(-0.0)) }),*)
                }
            }

            impl Index<usize> for $lanes {
                type Output = f64;

                #[inline(always)]
                #[expect(clippy::indexing_slicing, reason = "callers pass a lane number below LANES")]
                fn index(&self, lane: usize) -> &f64 {
                    // SAFETY: registers are numbers side by side, no less aligned than these.
                    let numbers = unsafe { &*std::ptr::from_ref(self).cast::<[f64; LANES]>() };
                    &numbers[lane]
                }
            }

            impl IndexMut<usize> for $lanes {
                #[inline(always)]
                #[expect(clippy::indexing_slicing, reason = "callers pass a lane number below LANES")]
                fn index_mut(&mut self, lane: usize) -> &mut f64 {
                    // SAFETY: registers are numbers side by side, no less aligned than these.
                    let numbers = unsafe { &mut *std::ptr::from_mut(self).cast::<[f64; LANES]>() };
                    &mut numbers[lane]
                }
            }

            impl Lanes for $lanes {
                #[inline(always)]
                fn all(value: f64) -> Self {
                    // SAFETY: see above.
                    Self($({
                        const _: usize = $n;
                        unsafe { $all(value) }
                    }),*)
                }

                #[inline(always)]
                fn times_plus(self, factor: Self, summand: Self) -> Self {
                    // SAFETY: see above.
                    Self($(unsafe { $fused(self.$n, factor.$n, summand.$n) }),*)
                }

                #[inline(always)]
                fn min(self, other: Self) -> Self {
                    // SAFETY: see above.
                    Self($(unsafe { $min(self.$n, other.$n) }),*)
                }

                #[inline(always)]
                fn max(self, other: Self) -> Self {
                    // SAFETY: see above.
                    Self($(unsafe { $max(self.$n, other.$n) }),*)
                }

                #[inline(always)]
                fn abs(self) -> Self {
                    // SAFETY: see above.
                    Self($(unsafe { $andnot($all(-0.0), self.$n) }),*)
                }

                #[inline(always)]
                fn where_positive(self, yes: Self, no: Self) -> Self {
                    // SAFETY: see above.
                    Self($(unsafe { $choose(self.$n, yes.$n, no.$n) }),*)
                }

                #[inline(always)]
                fn any_positive(self) -> bool {
                    // SAFETY: see above.
                    false $(|| unsafe { $any(self.$n) })*
                }

                #[inline(always)]
                fn bits_up(self, count: u32) -> Self {
                    // SAFETY: see above.
                    unsafe {
                        let count = _mm_cvtsi32_si128(count.cast_signed());
                        Self($($as_numbers($up($as_bits(self.$n), count))),*)
                    }
                }

                #[inline(always)]
                fn bits_down(self, count: u32) -> Self {
                    // SAFETY: see above.
                    unsafe {
                        let count = _mm_cvtsi32_si128(count.cast_signed());
                        Self($($or($as_numbers($down($as_bits(self.$n), count)), $all(WHOLE))),*)
                    }
                }
            }

            const _: () = assert!(size_of::<$lanes>() == size_of::<[f64; LANES]>());
        };
    }

    operators!(
        Avx2 (0 1):
        Add add _mm256_add_pd, Sub sub _mm256_sub_pd, Mul mul _mm256_mul_pd, Div div _mm256_div_pd
    );
    registers!(
        Avx2 (0 1):
        _mm256_set1_pd _mm256_fmadd_pd _mm256_min_pd _mm256_max_pd _mm256_or_pd _mm256_xor_pd
        _mm256_andnot_pd _mm256_castpd_si256 _mm256_castsi256_pd _mm256_sll_epi64
        _mm256_srl_epi64 choose_avx2 any_avx2
    );
    operators!(
        Avx512 (0):
        Add add _mm512_add_pd, Sub sub _mm512_sub_pd, Mul mul _mm512_mul_pd, Div div _mm512_div_pd
    );
    registers!(
        Avx512 (0):
        _mm512_set1_pd _mm512_fmadd_pd _mm512_min_pd _mm512_max_pd _mm512_or_pd _mm512_xor_pd
        _mm512_andnot_pd _mm512_castpd_si512 _mm512_castsi512_pd _mm512_sll_epi64
        _mm512_srl_epi64 choose_avx512 any_avx512
    );

    #[inline]
    #[target_feature(enable = "avx2,fma")]
    fn choose_avx2(value: __m256d, yes: __m256d, no: __m256d) -> __m256d {
        let positive = _mm256_cmp_pd::<_CMP_GT_OQ>(value, _mm256_set1_pd(0.0));
        _mm256_blendv_pd(no, yes, positive)
    }

    #[inline]
    #[target_feature(enable = "avx2,fma")]
    fn any_avx2(value: __m256d) -> bool {
        let positive = _mm256_cmp_pd::<_CMP_GT_OQ>(value, _mm256_set1_pd(0.0));
        _mm256_movemask_pd(positive) != 0
    }

    #[inline]
    #[target_feature(enable = "avx512f,avx512dq,fma")]
    fn choose_avx512(value: __m512d, yes: __m512d, no: __m512d) -> __m512d {
        let positive = _mm512_cmp_pd_mask::<_CMP_GT_OQ>(value, _mm512_set1_pd(0.0));
        _mm512_mask_blend_pd(positive, no, yes)
    }

    #[inline]
    #[target_feature(enable = "avx512f,avx512dq,fma")]
    fn any_avx512(value: __m512d) -> bool {
        _mm512_cmp_pd_mask::<_CMP_GT_OQ>(value, _mm512_set1_pd(0.0)) != 0
    }
}
