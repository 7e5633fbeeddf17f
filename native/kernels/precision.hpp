// What the numbers of a matrix product are; sums are always float32.
#pragma once

namespace gatewise {

enum class Precision { FLOAT32, BFLOAT16 };

}  // namespace gatewise
