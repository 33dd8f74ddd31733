import { createRoot } from 'react-dom/client'
import { loadMessages, startLanguage } from '../shared/i18n/i18n.tsx'
import { App } from './app.tsx'
import '../shared/styles/tokens.css'
import '../shared/styles/base.css'
import '../shared/styles/brand.css'
import '../shared/styles/controls.css'
import './styles/shell.css'
import './styles/search.css'
import './styles/results.css'
import './styles/seats-page.css'
import './styles/checkout.css'
import './styles/booking.css'
import '../shared/seat-map/seat-map.css'
import '../shared/styles/print.css'

const target = document.getElementById('app')
if (!target) throw new Error('the page has no place for the app')
const messages = await loadMessages(startLanguage())
createRoot(target).render(<App messages={messages} />)
