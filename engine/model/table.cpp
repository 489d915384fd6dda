// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/table.h"

namespace stria {

bool Table::operator==(const Table& o) const {
    return id == o.id && name == o.name && channels == o.channels && sampleRate == o.sampleRate &&
           number == o.number && delay == o.delay && freedAt == o.freedAt && order == o.order &&
           extra == o.extra && (data == o.data || *data == *o.data);
}

} // namespace stria
