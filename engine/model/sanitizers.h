// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#if defined(__SANITIZE_ADDRESS__)
#define STRIA_ADDRESS_SANITIZER true
#endif
#if defined(__SANITIZE_THREAD__)
#define STRIA_THREAD_SANITIZER true
#endif
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define STRIA_ADDRESS_SANITIZER true
#endif
#if __has_feature(thread_sanitizer)
#define STRIA_THREAD_SANITIZER true
#endif
#endif
#ifndef STRIA_ADDRESS_SANITIZER
#define STRIA_ADDRESS_SANITIZER false
#endif
#ifndef STRIA_THREAD_SANITIZER
#define STRIA_THREAD_SANITIZER false
#endif

namespace stria {

constexpr bool hasAddressSanitizer = STRIA_ADDRESS_SANITIZER;
constexpr bool hasThreadSanitizer = STRIA_THREAD_SANITIZER;
/// Both reserve terabytes of addresses, and make all many times slower.
constexpr bool hasSanitizer = hasAddressSanitizer || hasThreadSanitizer;

} // namespace stria
